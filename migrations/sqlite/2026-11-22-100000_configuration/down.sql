DROP TABLE benefit_types;
DROP TABLE file_plan_classes;
DROP TABLE districts;
DROP TABLE centre;
