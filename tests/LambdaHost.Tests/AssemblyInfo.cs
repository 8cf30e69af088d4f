using System.Runtime.Versioning;

// They write scripts and send signals, as the platform does that they play.
[assembly: SupportedOSPlatform("linux")]
[assembly: SupportedOSPlatform("macos")]
