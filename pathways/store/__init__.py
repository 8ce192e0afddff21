"""Rows and queries: seed files in, tables out, facts back; no rules about careers or skills."""
