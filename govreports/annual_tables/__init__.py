"""The standard tables of 政府信息公开工作年度报告 (since the reports on 2019) as data."""

from govreports.annual_tables.checks import sums_that_fail
from govreports.annual_tables.reader import read_annual_tables
from govreports.annual_tables.records import AnnualTables, Form, Term, Value
from govreports.annual_tables.vocabulary import TABLES

__all__ = [
    "TABLES",
    "AnnualTables",
    "Form",
    "Term",
    "Value",
    "read_annual_tables",
    "sums_that_fail",
]
