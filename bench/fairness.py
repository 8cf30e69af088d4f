#!/usr/bin/env python3
"""Measures what one user's requests cost other users: logins beside four accounts with nine logins at a time, and a listing
beside a listing of 10,000 lessons in a closed loop. Each figure is the median of one phase. A ratio compares two phases of one run.

Usage: bench/fairness.py SERVER   (SERVER: the program of the Kestrel host; needs redis-server, redis-cli and wrk)
"""
import http.client, json, os, socket, statistics, subprocess, sys, threading, time

HONEST, ATTACKERS, AT_ONCE, PASSWORD = 25, 4, 9, "correct horse battery"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Client:
    """One connection that stays open. X-Forwarded-For gives the client's address."""

    def __init__(self, port, address):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"X-Forwarded-For": address, "Content-Type": "application/json"}

    def send(self, method, path, body=None, cookie=None):
        start = time.perf_counter()
        self.connection.request(method, path, json.dumps(body) if body else None, self.headers | ({"Cookie": cookie} if cookie else {}))
        answer = self.connection.getresponse()
        answer.read()
        return answer.status, (time.perf_counter() - start) * 1000, answer.getheader("Set-Cookie")

    def log_in(self, user, path="/login"):
        return self.send("POST", path, {"userId": user, "password": PASSWORD})


def median_of_logins(port, stop):
    honest = Client(port, "192.0.2.1")
    answers = [honest.log_in("honest") for _ in range(HONEST)]
    stop.set()
    return statistics.median(ms for _, ms, _ in answers), sum(status == 503 for status, _, _ in answers)


def attack(port, addresses, stop):
    def loop(client, user):
        while not stop.is_set():
            client.log_in(user)

    threads = [threading.Thread(target=loop, args=(Client(port, addresses[i]), f"attacker{i}")) for i in range(ATTACKERS) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    time.sleep(1)  # In this second the queue of logins fills.
    return threads


def measure_logins(port):
    for i in range(ATTACKERS):
        for address in ("198.51.100.1", f"203.0.113.{i + 1}"):
            Client(port, address).log_in(f"attacker{i}", "/register")
            Client(port, address).log_in(f"attacker{i}")
    Client(port, "192.0.2.1").log_in("honest", "/register")
    alone, _ = median_of_logins(port, threading.Event())
    print(f"{HONEST} logins without attackers: median {alone:.0f} ms")
    for words, addresses in (("one address", ["198.51.100.1"] * ATTACKERS), ("four addresses", [f"203.0.113.{i + 1}" for i in range(ATTACKERS)])):
        stop = threading.Event()
        threads = attack(port, addresses, stop)
        beside, refused = median_of_logins(port, stop)
        for thread in threads:
            thread.join()
        print(f"beside {ATTACKERS} accounts, {AT_ONCE} logins each, from {words}: median {beside:.0f} ms, {beside / alone:.2f} times; {refused} got 503")


def measure_listings(port, redis_port):
    cookies = [Client(port, "192.0.2.9").log_in(user, "/register")[2].split(";")[0] for user in ("long", "short")]
    for user, count in (("long", 10_000), ("short", 10)):
        fields = [word for i in range(count) for word in (f"lesson-{i:05}", "2022-10-12T02:01:14Z")]
        subprocess.run(["redis-cli", "-p", str(redis_port), "hset", f"lessons:{user}", *fields], check=True, stdout=subprocess.DEVNULL)

    def medians(seconds):
        client, times, end = Client(port, "192.0.2.9"), [], time.time() + seconds
        while time.time() < end:
            times.append(client.send("GET", "/lessons/completed", cookie=cookies[1])[1])
        return statistics.median(times)

    medians(3)  # During this time the JIT compiles.
    alone, stop = medians(5), threading.Event()
    loop = subprocess.Popen(["wrk", "-t1", "-c1", "-d8", "-H", f"Cookie: {cookies[0]}", f"http://127.0.0.1:{port}/lessons/completed"], stdout=subprocess.DEVNULL)
    time.sleep(1)
    beside = medians(5)
    loop.wait()
    print(f"a listing of 10 on one connection: median {alone:.2f} ms alone, {beside:.2f} ms beside listings of 10,000: {beside / alone:.2f} times")


def main(server):
    redis_port, port = free_port(), free_port()
    redis = subprocess.Popen(["redis-server", "--port", str(redis_port), "--save", ""], stdout=subprocess.DEVNULL)
    settings = {"UPSTASH_REDIS_URL": f"redis://127.0.0.1:{redis_port}", "PORT": str(port), "LOGIN_MODE": "password", "TRUST_PROXY": "true"}
    service = subprocess.Popen([server], env=os.environ | settings, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                if Client(port, "192.0.2.1").send("GET", "/health")[0] == 200:
                    break
            except OSError:
                time.sleep(0.05)
        measure_logins(port)
        measure_listings(port, redis_port)
    finally:
        service.terminate()
        service.wait()
        redis.terminate()
        redis.wait()


main(sys.argv[1])
