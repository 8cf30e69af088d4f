using Garnet;
using Garnet.server;

namespace Lessons;

/// <summary>Garnet, which shows how much of its log it has read.</summary>
internal sealed class RecoveringServer(GarnetServerOptions options) : GarnetServer(options)
{
    /// <summary>The end of the log, in bytes: at the start the end of what was read.</summary>
    public long LogEnd => storeWrapper.appendOnlyFile.Log.SingleLog.TailAddress;
}
