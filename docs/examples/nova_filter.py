"""A filter of OpenStack Nova: keeps the hosts that can take an instance's CPU, as NVirt's fleet service judges it.

nova.conf, [filter_scheduler]: available_filters = nova_filter.FleetFilter. The service and its token come from the environment.
"""
import json
import os
import urllib.request

try:
    from nova.scheduler import filters
    Base = filters.BaseHostFilter
except ImportError:  # so that it can be tried without Nova
    Base = object


def hosts_for(cpu, hosts):
    """The names of those hosts that can take a CPU: whoever is undecided cannot."""
    request = urllib.request.Request(
        os.environ["NVIRT_FLEET"] + "/api/v1/check",
        json.dumps({"cpu": cpu, "hosts": hosts}).encode(),
        {"Authorization": "Bearer " + os.environ["NVIRT_TOKEN"], "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=2) as response:
        return {h["host"] for h in json.load(response)["hosts"] if h["verdict"] in ("identical", "superset")}


class FleetFilter(Base):
    """Nova asks for all hosts at once, and so the service is asked once."""

    def filter_all(self, host_states, spec):
        states = list(host_states)
        model = (spec.flavor.extra_specs or {}).get("hw:cpu_model", "qemu64")
        fits = hosts_for(f"<cpu match='exact'><model>{model}</model></cpu>", [s.host for s in states])
        return (s for s in states if s.host in fits)
