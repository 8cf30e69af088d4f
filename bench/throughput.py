#!/usr/bin/env python3
"""Throughput of GET /lessons/completed with ten lessons: servers, redis-server and wrk on this machine, the servers in turn.

Usage: bench/throughput.py RESULT SECONDS ROUNDS NAME=SERVER...
RESULT is the file's name in bench/results; a SERVER is a command that honours PORT, LOGIN_MODE and UPSTASH_REDIS_URL.
"""
import http.client, os, pathlib, re, shlex, signal, socket, subprocess, sys, tempfile, time

from record import record

CONNECTIONS = 32
WARM_UP = 5  # seconds: the JIT's tiers
TO_MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1000}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    def __init__(self, program, redis_url, folder):
        self.port = free_port()
        self.log = open(folder / f"{self.port}.log", "w+")
        environment = dict(os.environ, PORT=str(self.port), LOGIN_MODE="open", UPSTASH_REDIS_URL=redis_url)
        self.process = subprocess.Popen(shlex.split(program), stdout=self.log, stderr=subprocess.STDOUT, env=environment)

    def wait(self):
        deadline = time.monotonic() + 60
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port)).close()
            except ConnectionRefusedError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.log.seek(0)
                    sys.exit(f"{self.process.args[0]} does not listen:\n{self.log.read()}")
                time.sleep(0.05)

    def request(self, method, path, cookie=""):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request(method, path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        body = answer.read().decode()
        if answer.status >= 400:
            sys.exit(f"{self.process.args[0]} answered {method} {path} with {answer.status} {body}")
        return answer.getheader("Set-Cookie", "").split(";")[0], body

    def prepare(self):
        self.cookie, _ = self.request("GET", "/login?userId=bench")
        for lesson in range(1, 11):
            self.request("POST", f"/lessons/lesson-{lesson}/mark-complete", self.cookie)
        _, body = self.request("GET", "/lessons/completed", self.cookie)
        if not all(f'lesson-{lesson}"' in body for lesson in range(1, 11)):
            sys.exit(f"{self.process.args[0]} does not list the ten lessons: {body}")
        self.load(WARM_UP)

    def load(self, seconds):
        """A round of wrk; what it tells, and the server's own CPU time."""
        before = self.cpu()
        wrk = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-H", f"Cookie: {self.cookie}", f"http://127.0.0.1:{self.port}/lessons/completed"], stdout=subprocess.PIPE, text=True, check=True).stdout
        if "Non-2xx" in wrk:
            sys.exit(wrk)
        latency = {share: float(value) * TO_MILLISECONDS[unit] for share, value, unit in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s)", wrk)}
        return {
            "requestsPerSecond": float(re.search(r"Requests/sec:\s+([\d.]+)", wrk)[1]),
            "p50Ms": latency["50"],
            "p99Ms": latency["99"],
            "cpuMicroseconds": (self.cpu() - before) / int(re.search(r"(\d+) requests in", wrk)[1]),
        }

    def cpu(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1_000_000 / os.sysconf("SC_CLK_TCK")

    def peak_memory(self):
        return int(re.search(r"VmHWM:\s+(\d+) kB", pathlib.Path(f"/proc/{self.process.pid}/status").read_text())[1]) / 1024


def measure(servers, seconds, rounds):
    for server in servers.values():
        server.wait()
        server.prepare()
    results = {name: {} for name in servers}
    for _ in range(rounds):
        for name, server in servers.items():
            for quantity, value in server.load(seconds).items():
                results[name].setdefault(quantity, []).append(value)
    for name, server in servers.items():
        results[name]["peakMemoryMiB"] = [server.peak_memory()]
    return results


def main(result, seconds, rounds, *programs):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    started = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            port = free_port()
            started.append(subprocess.Popen(["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""], stdout=subprocess.DEVNULL))
            servers = {}
            for name, _, program in (program.partition("=") for program in programs):
                servers[name] = Server(program, f"redis://127.0.0.1:{port}", pathlib.Path(folder))
                started.append(servers[name].process)
            results = measure(servers, seconds, rounds)
        finally:
            for process in started:
                process.terminate()
                process.wait()
    record(result, f"bench/throughput.py {result} {seconds} {rounds}", results)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
