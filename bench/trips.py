#!/usr/bin/env python3
"""Measures how much longer a login with a password takes if Redis is 5 ms away each way. Each pair has one login with this
delay and one without it.

Usage: bench/trips.py build/server/lessons-server [LOGINS]
"""
import asyncio, http.client, itertools, os, socket, statistics, subprocess, sys, threading, time, urllib.parse

ONE_WAY = 0.005  # seconds


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


async def carry(reader, writer, delay):
    """Delays each piece by delay seconds. Several pieces can be on their way at once."""
    line = asyncio.Queue()

    async def deliver():
        while (piece := await line.get()) is not None:
            await asyncio.sleep(max(0, piece[0] - time.monotonic()))
            writer.write(piece[1])
            await writer.drain()
        writer.close()

    delivering = asyncio.ensure_future(deliver())
    while data := await reader.read(65536):
        line.put_nowait((time.monotonic() + delay, data))
    line.put_nowait(None)
    await delivering


def start_line(port, target, delay):
    async def serve(reader, writer):
        there = await asyncio.open_connection("127.0.0.1", target)
        await asyncio.gather(carry(reader, there[1], delay), carry(there[0], writer, delay), return_exceptions=True)

    async def run():
        async with await asyncio.start_server(serve, "127.0.0.1", port) as server:
            await server.serve_forever()

    threading.Thread(target=lambda: asyncio.run(run()), daemon=True).start()


def post(port, path, address):
    connection = http.client.HTTPConnection("127.0.0.1", port, source_address=(address, 0))
    body = urllib.parse.urlencode({"userId": "ada", "password": "correct horse battery"})
    begin = time.perf_counter()
    connection.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, (time.perf_counter() - begin) * 1000


def wait_for(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"Nothing listens on port {port} after 10 s.")


def main(server, logins="20"):
    redis_port = free_port()
    processes = [subprocess.Popen(["redis-server", "--port", str(redis_port), "--save", ""], stdout=subprocess.DEVNULL)]
    try:
        wait_for(redis_port)
        ports = {}
        for delay in (0, ONE_WAY):
            line, port = free_port(), free_port()
            start_line(line, redis_port, delay)
            variables = os.environ | {"PORT": str(port), "UPSTASH_REDIS_URL": f"redis://127.0.0.1:{line}", "LOGIN_MODE": "password", "MAX_SESSIONS": "1000", "LOG_REQUESTS": "false"}
            processes.append(subprocess.Popen([server], env=variables, stdout=subprocess.DEVNULL))
            wait_for(port)
            ports[delay] = port
        if (status := post(ports[0], "/register", "127.0.0.1")[0]) != 303:
            sys.exit(f"The registration was answered with {status} instead of 303.")
        strangers = (f"127.1.{i // 250}.{1 + i % 250}" for i in itertools.count())
        times = {}
        for _ in range(int(logins) + 1):
            for who in ("known", "new"):
                for delay, port in ports.items():
                    status, milliseconds = post(port, "/login", "127.0.0.1" if who == "known" else next(strangers))
                    if status != 303:
                        sys.exit(f"A login from a {who} address was answered with {status} instead of 303.")
                    times.setdefault((who, delay), []).append(milliseconds)
        for who in ("known", "new"):
            near, far = (times[who, delay][1:] for delay in (0, ONE_WAY))  # The first login only warms up.
            below, middle, above = statistics.quantiles([slow - fast for fast, slow in zip(near, far)], n=4)
            print(f"a login from a {who} address: {statistics.median(near):.0f} ms, with {ONE_WAY * 1000:.0f} ms each way {statistics.median(far):.0f} ms; "
                  f"within a pair the delayed login takes {middle:.0f} ms more (quartiles {below:.0f} to {above:.0f})")
    finally:
        for process in processes:
            process.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
