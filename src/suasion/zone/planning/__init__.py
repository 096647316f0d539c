"""Planning of monitoring: how much, where, how often to inspect, and what warning it gives."""
