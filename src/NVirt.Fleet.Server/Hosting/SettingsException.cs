namespace NVirt.Fleet.Server.Hosting;

/// <summary>The configuration cannot be used; the message says where and why.</summary>
internal sealed class SettingsException(string message, Exception? inner = null) : Exception(message, inner);
