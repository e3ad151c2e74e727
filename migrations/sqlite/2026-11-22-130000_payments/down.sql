DROP TABLE payments;
DROP TABLE payment_lists;
DROP TABLE award_lines;
DROP TABLE awards;
