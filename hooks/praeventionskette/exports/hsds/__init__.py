"""HSDS 3.0 (Human Services Data Specification of Open Referral), driven by our schemas' terms."""
