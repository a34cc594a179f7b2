namespace NVirt.Xml;

/// <summary>A file of settings cannot be used; the message says where and why.</summary>
/// <param name="message">Where and why, in the user's language.</param>
/// <param name="inner">What caused it.</param>
public sealed class SettingsException(string message, Exception? inner = null) : Exception(message, inner);
