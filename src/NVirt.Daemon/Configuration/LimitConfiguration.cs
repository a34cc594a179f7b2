namespace NVirt.Daemon.Configuration;

/// <summary>How much clients may ask for; times are in seconds.</summary>
internal sealed record LimitConfiguration
{
    /// <summary>How many clients may be connected: 1 to 100,000.</summary>
    public int Clients { get; set; } = 5000;

    /// <summary>How many clients may be in the middle of proving who they are: 1 to 100,000.</summary>
    public int UnauthenticatedClients { get; set; } = 20;

    /// <summary>How many calls of one client are served at once: 1 to 1,000.</summary>
    public int CallsOfClient { get; set; } = 5;

    /// <summary>How many events may wait for a client before it is closed: 16 to 1,000,000.</summary>
    public int WaitingEvents { get; set; } = 4096;

    /// <summary>After how long a silence a client is asked for a sign of life: 1 to 3,600.</summary>
    public int KeepaliveInterval { get; set; } = 5;

    /// <summary>How often it is asked before it is closed: 1 to 1,000.</summary>
    public int KeepaliveCount { get; set; } = 5;
}
