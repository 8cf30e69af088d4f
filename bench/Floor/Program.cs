using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

// What a Lambda bootstrap in Native AOT costs at the least: it asks, answers the same whatever the event says, and
// asks again. It trusts the benchmark to speak the Runtime API properly, with a Content-Length.
const string Root = "/2018-06-01/runtime/invocation/";
const string Answer = """{"statusCode":200,"headers":{},"cookies":[],"body":"ok","isBase64Encoded":false}""";
const string IdHeader = "Lambda-Runtime-Aws-Request-Id: ";
const string LengthHeader = "Content-Length: ";

var address = Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") ?? "";
using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
socket.Connect(IPEndPoint.Parse(address));
var buffer = new byte[16 * 1024];

while (Exchange($"GET {Root}next HTTP/1.1\r\nHost: {address}\r\n\r\n") is { } head)
{
    var id = Value(head, IdHeader);
    if (Exchange($"POST {Root}{id}/response HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {Answer.Length}\r\n\r\n{Answer}") is null)
        break;
}

// The answer's head, once its body has come too. Null when the other side has closed.
string? Exchange(string request)
{
    socket.Send(Encoding.ASCII.GetBytes(request));
    for (var count = 0; ;)
    {
        var received = socket.Receive(buffer.AsSpan(count));
        if (received == 0)
            return null;
        count += received;
        var end = buffer.AsSpan(0, count).IndexOf("\r\n\r\n"u8) + 4;
        if (end < 4)
            continue;
        var head = Encoding.ASCII.GetString(buffer, 0, end);
        if (count == end + int.Parse(Value(head, LengthHeader), CultureInfo.InvariantCulture))
            return head;
    }
}

static string Value(string head, string name)
{
    var start = head.IndexOf(name, StringComparison.Ordinal) + name.Length;
    return head[start..head.IndexOf("\r\n", start, StringComparison.Ordinal)];
}
