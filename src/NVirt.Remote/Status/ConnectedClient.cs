namespace NVirt.Remote.Status;

/// <summary>A client of a daemon.</summary>
public sealed record ConnectedClient
{
    /// <summary>Who it is: a process and a user, or an address and the name in a certificate.</summary>
    public required string Name { get; init; }

    /// <summary>Since when it is connected.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What it has opened, for example <c>qemu:///system</c>; <see langword="null"/> for nothing.</summary>
    public string? Uri { get; init; }

    /// <summary>Whether it may change nothing.</summary>
    public required bool IsReadOnly { get; init; }

    /// <summary>How many of its calls are being served.</summary>
    public required int Active { get; init; }

    /// <summary>How many were answered.</summary>
    public required long Served { get; init; }
}
