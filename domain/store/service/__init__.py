"""The service at a counter or a kiosk: diagnosis, products, filing, the calls afterwards."""
