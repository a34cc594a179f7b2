using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NVirt.Fleet.Inventories;

namespace NVirt.Fleet.Tests.Inventories;

/// <summary>However many threads read, an inventory is the same, with its messages.</summary>
public sealed class ReadingThreadsTests
{
    private const string Host = "<cpu><arch>x86_64</arch><model>{0}</model><vendor>Intel</vendor><feature name='{1}'/></cpu>";

    // Good hosts, guests, and what cannot be read for one reason or another.
    private static readonly string[] Texts =
    [
        Host, Host, Host, "<cpu mode='custom' match='exact'><model>{0}</model></cpu>", "<cpu><model>{0}", "<cpu>\n<arch>vax</arch></cpu>",
        "not a word of a CPU: {0}", "\u0000{1}", "{{\"cpuFlags\": 1}}",
        "<cpu><arch>x86_64</arch><model>{0}</model><feature name='none'/></cpu>",
    ];

    private static readonly string[] Models = ["Nehalem", "Haswell", "Westmere"];

    [Fact]
    public void Documents() => SmallFleets.Of(random =>
    {
        InventoryDocument[] documents =
        [
            .. Enumerable.Range(0, random.Next(1, 12))
                .Select(i => new InventoryDocument($"h{i}", Encoding.UTF8.GetBytes(TextOf(random)))),
        ];
        return AreSame(threads => InventoryReader.Read(documents, new InventoryOptions { Threads = threads }));
    }).Holds();

    [Fact]
    public void The_files_of_a_folder() => Each(random =>
    {
        using TempFolder folder = new();
        string[] endings = [".xml", ".conf", ".md", ""];
        for (int i = random.Next(1, 12); i > 0; i--)
        {
            string name = $"{(random.Next(9) == 0 ? "." : "")}h{random.Next(8)}{endings[random.Next(endings.Length)]}";
            File.WriteAllText(Path.Combine(folder.Root, name), TextOf(random));
        }

        return AreSame(threads => InventoryReader.Read(folder.Root, new InventoryOptions { Threads = threads }));
    }).Holds();

    [Fact]
    public void The_files_of_a_list() => Each(random =>
    {
        using TempFolder folder = new();
        string[] hosts =
            ["{{source: {0}}}", "{0}", "{{source: [{0}, other]}}", "{{source: {0}, form: libvirt}}", "{{sauce: {0}}}", "[{0}]"];
        StringBuilder list = new("version: 1\nhosts:\n");
        for (int i = random.Next(1, 8); i > 0; i--)
        {
            File.WriteAllText(Path.Combine(folder.Root, $"h{i}"), TextOf(random));
            string host = hosts[random.Next(random.Next(5) == 0 ? hosts.Length : 4)];
            list.Append(CultureInfo.InvariantCulture, $"  h{i}: ")
                .AppendFormat(CultureInfo.InvariantCulture, host, $"h{random.Next(i, 8)}").Append('\n');
        }

        string path = Path.Combine(folder.Root, "inventory.yaml");
        File.WriteAllText(path, list.ToString());
        return AreSame(threads => InventoryReader.Read(path, new InventoryOptions { Threads = threads }));
    }).Holds();

    [Fact]
    public void Messages_have_the_language_of_who_asks()
    {
        CultureInfo before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = new CultureInfo("de");
            InventoryDocument[] documents =
                [.. Enumerable.Range(0, 200).Select(i => new InventoryDocument($"h{i}", "<cpu><model>"u8.ToArray()))];
            string german = Describe(() => InventoryReader.Read(documents, new InventoryOptions { Threads = 8 }));
            Assert.Equal(Describe(() => InventoryReader.Read(documents, new InventoryOptions { Threads = 1 })), german);
            CultureInfo.CurrentUICulture = before;
            Assert.NotEqual(Describe(() => InventoryReader.Read(documents)), german);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    // Files take longer than what is in memory.
    private static Property Each(Func<Random, bool> holds)
    {
#pragma warning disable CA5394 // Nobody's secret depends on it.
        return Prop.ForAll(SmallFleets.Seeds, seed => holds(new Random(seed)));
#pragma warning restore CA5394
    }

    private static string TextOf(Random random) => string.Format(
        CultureInfo.InvariantCulture, Texts[random.Next(Texts.Length)], Models[random.Next(Models.Length)],
        SmallFleets.Features[random.Next(SmallFleets.Features.Count)]);

    private static bool AreSame(Func<int, FleetInventory> read)
    {
        string one = Describe(() => read(1));
        return one == Describe(() => read(2)) && one == Describe(() => read(7));
    }

    private static string Describe(Func<FleetInventory> read)
    {
        try
        {
            FleetInventory inventory = read();
            return string.Join('\n', inventory.Hosts.Select(h => $"{h.Name} {h.Class.Index} {h.Class.Name} {h.Details.Problem}")
                .Concat(inventory.Guests.Select(g => $"{g.Name} {g.Class.Index}")).Concat(inventory.Remarks));
        }
        catch (CpuException e)
        {
            return e.Message;
        }
    }
}
