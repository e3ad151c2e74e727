DROP TABLE interview_participants;
DROP TABLE interviews;
DROP TABLE clock_stops;
DROP TABLE clocks;
DROP TABLE case_circumstances;
DROP TABLE applications;
DROP TABLE cases;
DROP TABLE intakes;
