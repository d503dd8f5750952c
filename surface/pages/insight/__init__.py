"""What lies under the view for who asks on: critical points, basins, escape; worked out when it is opened."""
