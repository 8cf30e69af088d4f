using System.Runtime.Versioning;

// The tests write scripts and send signals, as the simulated platform does.
[assembly: SupportedOSPlatform("linux")]
[assembly: SupportedOSPlatform("macos")]
