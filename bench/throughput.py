#!/usr/bin/env python3
"""Measures the throughput of GET /lessons/completed. Servers, redis-server and wrk run on this machine. wrk loads the servers in turn.

Usage: bench/throughput.py [--lessons N] RESULT SECONDS ROUNDS NAME=SERVER...
N is the number of completed lessons, 10 unless given. RESULT is the file's name in bench/results. A SERVER is a command that
honours PORT, LOGIN_MODE and UPSTASH_REDIS_URL.
"""
import http.client, os, pathlib, re, shlex, signal, socket, subprocess, sys, tempfile, time

from record import record

CONNECTIONS = 32
WARM_UP = 5  # seconds; the JIT compiles the code in several tiers
TO_MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1000}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port, process):
    """Returns whether the process listens within a minute."""
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return True
        except ConnectionRefusedError:
            time.sleep(0.05)
    return False


class Server:
    def __init__(self, program, redis_url, folder):
        self.port = free_port()
        self.log = open(folder / f"{self.port}.log", "w+")
        environment = dict(os.environ, PORT=str(self.port), LOGIN_MODE="open", UPSTASH_REDIS_URL=redis_url)
        self.process = subprocess.Popen(shlex.split(program), stdout=self.log, stderr=subprocess.STDOUT, env=environment)

    def wait(self):
        if not wait_for(self.port, self.process):
            self.log.seek(0)
            sys.exit(f"{self.process.args[0]} does not listen on its port:\n{self.log.read()}")

    def request(self, method, path, cookie=""):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request(method, path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        body = answer.read().decode()
        if answer.status >= 400:
            sys.exit(f"{self.process.args[0]} answered {method} {path} with {answer.status}: {body}")
        return answer.getheader("Set-Cookie", "").split(";")[0], body

    def prepare(self, lessons):
        self.cookie, _ = self.request("GET", "/login?userId=bench")
        self.request("POST", "/lessons/lesson-1/mark-complete", self.cookie)
        _, body = self.request("GET", "/lessons/completed", self.cookie)
        if not all(f'"lesson-{lesson}"' in body for lesson in range(1, lessons + 1)):
            sys.exit(f"{self.process.args[0]} does not list the {lessons} lessons: {body}")
        self.load(WARM_UP)

    def load(self, seconds):
        """Runs one round of wrk. Returns wrk's figures, and the CPU time of the server a request."""
        before = self.cpu()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "--latency"]
        command += ["-H", f"Cookie: {self.cookie}", f"http://127.0.0.1:{self.port}/lessons/completed"]
        wrk = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
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


def measure(servers, seconds, rounds, lessons):
    for server in servers.values():
        server.wait()
        server.prepare(lessons)
    results = {name: {} for name in servers}
    for _ in range(rounds):
        for name, server in servers.items():
            for quantity, value in server.load(seconds).items():
                results[name].setdefault(quantity, []).append(value)
    for name, server in servers.items():
        results[name]["peakMemoryMiB"] = [server.peak_memory()]
    return results


def mark(port, lessons):
    """Marks the lessons as completed in Redis, in the form in which the service stores them."""
    commands = "".join(f"HSET lessons:bench lesson-{lesson} 2026-11-24T04:57:30Z\n" for lesson in range(1, lessons + 1))
    subprocess.run(["redis-cli", "-p", str(port)], input=commands, text=True, stdout=subprocess.DEVNULL, check=True)


def main(result, seconds, rounds, *programs, lessons=10):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    started = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            port = free_port()
            started.append(subprocess.Popen(["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""], stdout=subprocess.DEVNULL))
            wait_for(port, started[0])
            mark(port, lessons)
            servers = {}
            for name, _, program in (program.partition("=") for program in programs):
                servers[name] = Server(program, f"redis://127.0.0.1:{port}", pathlib.Path(folder))
                started.append(servers[name].process)
            results = measure(servers, seconds, rounds, lessons)
        finally:
            for process in started:
                process.terminate()
                process.wait()
    option = "" if lessons == 10 else f"--lessons {lessons} "
    record(result, f"bench/throughput.py {option}{result} {seconds} {rounds}", results)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    options = {}
    if arguments[0] == "--lessons":
        options["lessons"] = int(arguments[1])
        arguments = arguments[2:]
    main(arguments[0], int(arguments[1]), int(arguments[2]), *arguments[3:], **options)
