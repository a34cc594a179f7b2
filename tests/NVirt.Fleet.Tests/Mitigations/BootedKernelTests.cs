using System.Collections.Concurrent;
using NVirt.Fleet.Mitigations;
using NVirt.Testing.Guests;

namespace NVirt.Fleet.Tests.Mitigations;

/// <summary>The tables of data/mitigations against Debian's kernels themselves, which QEMU boots.</summary>
[Trait("Run", "long")]
public sealed class BootedKernelTests
{
    // Of everything else, this machine is to have something left.
    private const int AtOnce = 2;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task The_kernel_of_debian_says_what_the_table_says() => CompareAsync(LinuxPackages.Kernel, BootedGuests.All);

    // It takes four times as long as Debian's own: ./test --long boots all guests, other runs leave out each third one, from one that their
    // seed chooses.
    [Fact]
    public Task The_kernel_of_backports_says_what_the_table_says() => CompareAsync(
        LinuxPackages.KernelOf("linux-image-6.12-cloud-amd64"),
        BootedGuests.All.Where((_, i) => (i + RunSettings.Seed) % 3 >= RunSettings.Times(1, inLongRuns: 0)));

    [Fact]
    public void What_is_said_to_be_booted_is_booted()
    {
        string[] booted = [.. BootedGuests.All.SelectMany(g => g.FeatureNames).Distinct().Order(StringComparer.Ordinal)];
        Assert.All(GuestAudit.Kernels, k => Assert.Equal(booted, MitigationLists.Booted(k).Order(StringComparer.Ordinal)));
    }

    private static async Task CompareAsync(string kernel, IEnumerable<BootedGuest> guests)
    {
        Needs.Program("qemu-system-x86_64", "qemu-system-x86");
        ConcurrentBag<string> wrong = [];
        await Parallel.ForEachAsync(
            guests, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancellation },
            async (guest, cancellation) =>
            {
                (string release, IReadOnlyDictionary<string, string> said) = await BootedGuests.BootAsync(kernel, guest, cancellation);
                Version version = Version.Parse(release.Split('-', '+')[0]);
                IReadOnlyDictionary<string, string>? table = LinuxVulnerabilities.Of(guest.ForTable, version);
                Needs.Option(table is not null, $"this Debian has Linux {release}, of which nothing is known");
                foreach (string file in table.Keys.Union(said.Keys))
                {
                    string? expected = table.GetValueOrDefault(file);
                    string? actual = said.GetValueOrDefault(file);
                    if (expected != actual)
                    {
                        wrong.Add($"{guest.Name} on {release}: {file} says {actual ?? "nothing"}, the table {expected ?? "nothing"}");
                    }
                }
            });
        Report.None("differ from data/mitigations", wrong.Order(StringComparer.Ordinal));
    }
}
