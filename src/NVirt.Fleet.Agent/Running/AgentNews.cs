namespace NVirt.Fleet.Agent.Running;

/// <summary>What an agent did, for a log. Immutable, and without secrets.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The same in the user's language, on one line.</param>
public sealed record AgentNews(AgentNewsKind Kind, string Text);

/// <summary>Kinds of news.</summary>
public enum AgentNewsKind
{
    /// <summary>A report was taken.</summary>
    Reported,
    /// <summary>A heartbeat was taken.</summary>
    Alive,
    /// <summary>Something could not be read, and was left out.</summary>
    LeftOut,
    /// <summary>Nothing was sent, or it was not taken; it is tried again.</summary>
    Failed,
}
