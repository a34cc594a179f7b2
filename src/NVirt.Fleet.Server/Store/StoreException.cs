namespace NVirt.Fleet.Server.Store;

/// <summary>The store cannot do what it was asked to; the message says why, without secrets.</summary>
internal sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
