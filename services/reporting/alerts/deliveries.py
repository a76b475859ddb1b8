"""Messages of alerts on their way to the alerts' owners."""

from services.reporting.store import alert_deliveries, alerts
from shared.webhooks.deliveries import Deliveries

deliveries = Deliveries(alert_deliveries, "alert", alerts)
