DROP TABLE calculations;
