using Garnet;
using Garnet.server;
using Tsavorite.core;

namespace Lessons;

/// <summary>Garnet, with the positions up to which its append-only file was read and written.</summary>
internal sealed class RecoveringServer(GarnetServerOptions options) : GarnetServer(options)
{
    /// <summary>The end of the log, in bytes, with the bytes that are not on disk yet. After the start it is the end of the bytes that were read.</summary>
    public long LogEnd => Log.TailAddress;

    /// <summary>The end of the part of the log that is on disk, in bytes.</summary>
    public long WrittenEnd => Log.CommittedUntilAddress;

    private TsavoriteLog Log => storeWrapper.appendOnlyFile.Log.SingleLog;
}
