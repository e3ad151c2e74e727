DROP TABLE decisions;
DROP FUNCTION signed_content;
