"""How the stand-in works inside: lineage, scheduler, executors, wire and event log. Nothing here is part of PySpark's API."""
