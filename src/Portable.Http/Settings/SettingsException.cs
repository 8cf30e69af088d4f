namespace Portable.Http;

/// <summary>A setting that the service cannot start with. The message names the variable and holds no secret.</summary>
public sealed class SettingsException(string message) : Exception(message);
