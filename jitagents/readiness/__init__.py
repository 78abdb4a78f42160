"""Readiness of bought flows for just-in-time: indicators from histories, levers, classes, joint judgement."""
