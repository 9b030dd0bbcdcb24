"""What the stages of the street announce to each other. An asset is a name; its data stand in the warehouse."""

from airflow.sdk import Asset

catalogue = Asset(name="catalogue", uri="reform-index://warehouse/catalogue", group="reform-index")
facts = Asset(name="facts", uri="reform-index://warehouse/facts", group="reform-index")
indicators = Asset(name="indicators", uri="reform-index://warehouse/indicators", group="reform-index")
letters = Asset(name="letters", uri="reform-index://warehouse/letters", group="reform-index")
reports = Asset(name="reports", uri="reform-index://warehouse/reports", group="reform-index")
