namespace NVirt.Fleet.Plans;

/// <summary>A guest that has to leave its host while that is worked on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Host">The number of the host that it is on.</param>
/// <param name="Targets">The numbers of the hosts that can take it, in order; whether its own is among them does not matter.</param>
/// <param name="Memory">What it takes there.</param>
internal sealed record DrainGuest(string Name, int Host, IReadOnlyList<int> Targets, long Memory);

/// <summary>Hosts that are worked on one after the other.</summary>
/// <param name="Hosts">Their names, in byte order.</param>
/// <param name="Capacities">What each can hold; <see langword="null"/> if that is not known, and then everything.</param>
/// <param name="Guests">Their guests, in the order of their names.</param>
internal sealed record DrainProblem(
    IReadOnlyList<string> Hosts, IReadOnlyList<long?> Capacities, IReadOnlyList<DrainGuest> Guests)
{
    /// <summary>Where guests can go once a host is done: by default where they could before.</summary>
    /// <remarks>The numbers of the guest and the host, and whether the host is done.</remarks>
    public Func<int, int, bool, bool>? CanTake { get; init; }
}
