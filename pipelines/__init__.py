"""Item pipelines: one thin stage a file over the pure functions of govreports."""
