# Scripts source this file. The function redis starts a redis-server in the background. The script must set $folder, the folder for
# the log of redis-server, and must end redis-server in its trap.

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

redis() { # PORT OPTION...
    redis-server --bind 127.0.0.1 --save "" "${@:2}" > "$folder/redis.log" &
    until (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; do
        kill -0 $! || { cat "$folder/redis.log"; exit 1; }
        sleep 0.05
    done
}
