namespace NVirt.Fleet.Agent;

/// <summary>The agent cannot begin, or cannot read its host; the message says why, and holds no secret.</summary>
/// <param name="message">Why, in the user's language.</param>
/// <param name="inner">What caused it.</param>
public sealed class AgentException(string message, Exception? inner = null) : Exception(message, inner);
