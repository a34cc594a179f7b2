"""An extender of Kubernetes' scheduler: keeps the nodes that can take a KubeVirt guest, as NVirt's fleet service judges it.

It answers POST /filter with the arguments and results of k8s.io/kube-scheduler/extender/v1. Run it beside the scheduler.
"""
import http.server
import json
import os
import sys
import urllib.request


def verdicts(cpu, hosts):
    request = urllib.request.Request(
        os.environ["NVIRT_FLEET"] + "/api/v1/check",
        json.dumps({"cpu": cpu, "hosts": hosts}).encode(),
        {"Authorization": "Bearer " + os.environ["NVIRT_TOKEN"], "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=2) as response:
        return json.load(response)["hosts"]


class Extender(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        model = asked["pod"]["metadata"].get("annotations", {}).get("nvirt/cpu-model")
        nodes = asked["nodenames"]
        try:
            found = verdicts(f"<cpu match='exact'><model>{model}</model></cpu>", nodes) if model else []
            failed = {v["host"]: " ".join(v.get("missing", [])) or v["verdict"]
                      for v in found if v["verdict"] not in ("identical", "superset")}
            answer = {"nodenames": [n for n in nodes if n not in failed], "failedNodes": failed, "error": ""}
        except (OSError, ValueError) as e:
            answer = {"error": f"the fleet service cannot be asked: {e}"}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Extender).serve_forever()
