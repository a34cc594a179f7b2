namespace NVirt.Daemon.Configuration;

/// <summary>The configuration cannot be used; the message says where and why.</summary>
internal sealed class ConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
