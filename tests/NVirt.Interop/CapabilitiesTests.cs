using NVirt.Domains.Capabilities.Hosts;

namespace NVirt.Interop;

/// <summary>This machine's capabilities as libvirt tells them, and as we do: what differs is explained in docs/capabilities.md.</summary>
public sealed class CapabilitiesTests(Libvirt libvirt, OurGuests guests) : IClassFixture<OurGuests>
{
    [Fact]
    public void Every_difference_from_libvirt_stands_in_the_table()
    {
        CapabilitiesTable.Row[] rows = CapabilitiesTable.Read();
        RequireNone(Differences().Where(d => !Array.Exists(rows, r => r.Covers(d))));
    }

    [Fact]
    public void Every_row_of_the_table_is_a_difference()
    {
        IReadOnlyList<CapabilitiesDifference> differences = Differences();
        RequireNone(CapabilitiesTable.Read().Where(r => !differences.Any(r.Covers)));
    }

    [Fact]
    public void What_both_tell_comes_in_the_same_order()
    {
        string[] theirs = [.. CapabilitiesFact.Of(Theirs()).Select(f => f.Place)];
        string[] ours = [.. CapabilitiesFact.Of(Ours()).Select(f => f.Place)];
        Assert.Equal(theirs.Intersect(ours), ours.Intersect(theirs));
    }

    [Fact]
    public void Every_emulator_answers() => RequireNone(guests.Found.Problems);

    [Fact]
    public void Libvirts_document_is_read_and_written_without_loss()
    {
        // 9.0 has no clusters; we write that there is one.
        string again = HostCapabilitiesXml.Format(HostCapabilitiesXml.Parse(Theirs()));
        Assert.Equal(Theirs(), again.Replace(" clusters='1'", string.Empty, StringComparison.Ordinal));
    }

    private IReadOnlyList<CapabilitiesDifference> Differences()
    {
        EmbeddedHost.NeedsProcessorsAlike(libvirt);
        return CapabilitiesDifference.Between(CapabilitiesFact.Of(Theirs()), CapabilitiesFact.Of(Ours()));
    }

    private string Theirs() => libvirt.Ask("embed", "getCapabilities").Get().GetString()!;

    private string Ours() =>
        HostCapabilitiesXml.Format(HostCapabilities.ReadThisMachine(libvirt.Map) with { Guests = guests.Found.Guests });

    private static void RequireNone<T>(IEnumerable<T> problems)
    {
        string[] all = [.. problems.Select(p => p!.ToString()!)];
        Assert.True(all.Length == 0, string.Join('\n', all));
    }
}
