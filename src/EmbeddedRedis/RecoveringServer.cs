using Garnet;
using Garnet.server;
using Tsavorite.core;

namespace Lessons;

/// <summary>Garnet, with the positions up to which its log was read and written.</summary>
internal sealed class RecoveringServer(GarnetServerOptions options) : GarnetServer(options)
{
    /// <summary>The end of the log, in bytes. After the start this is the end of the bytes that were read.</summary>
    public long LogEnd => Log.TailAddress;

    /// <summary>The end of the bytes on disk.</summary>
    public long WrittenEnd => Log.CommittedUntilAddress;

    private TsavoriteLog Log => storeWrapper.appendOnlyFile.Log.SingleLog;
}
