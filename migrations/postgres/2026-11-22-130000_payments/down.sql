DROP TABLE payments;
DROP TABLE payment_lists;
DROP TABLE award_lines;
DROP TABLE awards;
DROP FUNCTION payments_free;
DROP FUNCTION payments_pay;
DROP FUNCTION payment_fixed;
DROP FUNCTION award_overlap;
