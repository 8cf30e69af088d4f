# For scripts to source: a redis-server that ends with the script. It wants $folder, a folder for its log.

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

redis() { # PORT OPTION...
    redis-server --bind 127.0.0.1 --save "" "${@:2}" > "$folder/redis.log" &
    until (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; do
        kill -0 $! || { cat "$folder/redis.log"; exit 1; }
        sleep 0.05
    done
}
