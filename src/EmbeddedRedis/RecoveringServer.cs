using Garnet;
using Garnet.server;
using Tsavorite.core;

namespace Lessons;

/// <summary>Garnet, which shows how far it has read its log, and how far it has written it.</summary>
internal sealed class RecoveringServer(GarnetServerOptions options) : GarnetServer(options)
{
    /// <summary>The end of the log, in bytes: at the start the end of what was read.</summary>
    public long LogEnd => Log.TailAddress;

    /// <summary>The end of what is on disk, in bytes.</summary>
    public long WrittenEnd => Log.CommittedUntilAddress;

    private TsavoriteLog Log => storeWrapper.appendOnlyFile.Log.SingleLog;
}
