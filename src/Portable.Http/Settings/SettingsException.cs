namespace Portable.Http;

/// <summary>A setting prevents the start of the service. The message names the variable and contains no secret.</summary>
public sealed class SettingsException(string message) : Exception(message);
