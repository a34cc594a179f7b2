using NVirt.Domains.Documents;
using NVirt.Qemu.State;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.State;

/// <summary>A store that keeps definitions says the same as one that reads them each time, whoever changes the files.</summary>
public sealed class DefinitionIndexTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly DefinitionStore _plain;
    private readonly DefinitionStore _kept;
    private readonly string _files;

    public DefinitionIndexTests()
    {
        StateFolder folder = new(Path.Combine(_temp.Root, "host"));
        _plain = new DefinitionStore(new StateFolder(folder.Root));
        _kept = new DefinitionStore(folder, isKept: true);
        _files = folder.Definitions.Path;
    }

    public void Dispose()
    {
        _kept.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void A_change_by_anybody_is_seen_by_the_next_question()
    {
        Assert.Empty(_kept.Names());
        Guid uuid = Guid.NewGuid();
        _plain.Write(Document("a", uuid, "first"));
        Assert.Contains("<title>first<", _kept.Look("a").Definition!.Text, StringComparison.Ordinal);
        _plain.Write(Document("a", uuid, "second"));
        Assert.Contains("<title>second<", _kept.Find(uuid)!.Text, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_files, "a.xml"), Document("a", uuid, "edited in place").Text);
        Assert.Contains("<title>edited in place<", _kept.Find(uuid)!.Text, StringComparison.Ordinal);
        File.Move(Path.Combine(_files, "a.xml"), Path.Combine(_temp.Root, "away"));
        Assert.Equal((null, null), _kept.Look("a"));
        Assert.Null(_kept.Find(uuid));
    }

    [Fact]
    public void A_change_is_compared_with_the_file_and_not_with_what_is_kept()
    {
        DomainDocument first = Document("a", Guid.NewGuid(), "first");
        _kept.Write(first);
        Assert.NotNull(_kept.Look("a").Definition);
        _plain.Write(Document("a", first.Definition.Uuid!.Value, "second"));
        Assert.False(_kept.TryReplace(first, first));
        Assert.False(_kept.TryDelete(first));
    }

    [Fact]
    public void More_changes_than_the_kernel_remembers_are_seen_all_the_same()
    {
        _ = _kept.Names();
        int most = int.Parse(File.ReadAllText("/proc/sys/fs/inotify/max_queued_events"), System.Globalization.CultureInfo.InvariantCulture);
        Needs.Hardware(most <= 100_000, $"the kernel remembers {most} changes");
        string other = Path.Combine(_files, "other");
        for (int i = 0; i <= most / 3; i++)
        {
            // Each of them is three changes that the kernel cannot put together.
            File.WriteAllText(other, string.Empty);
            File.Delete(other);
        }

        Guid uuid = Guid.NewGuid();
        _plain.Write(Document("late", uuid, "late"));
        Assert.Equal(["late"], _kept.Names());
        Assert.Equal("late", _kept.Find(uuid)!.Definition.Name);
    }

    [Fact]
    [Trait("Run", "long")]
    public void After_any_changes_both_say_the_same()
    {
        Random random = new(RunSettings.Seed);
        Guid[] uuids = [.. Enumerable.Range(0, 4).Select(_ => Guid.NewGuid())];
        string[] names = ["a", "b", "c", "d"];
        for (int round = 0; round < RunSettings.Times(1000); round++)
        {
            Change(random, names[random.Next(4)], uuids[random.Next(4)]);
            if (random.Next(2) == 0)
            {
                Assert.Equal(_plain.Names(), _kept.Names());
                Assert.All(names, n => Assert.Equal(Told(_plain.Look(n)), Told(_kept.Look(n))));
                Assert.All(uuids, u => Assert.Equal(_plain.Find(u)?.Text, _kept.Find(u)?.Text));
            }
        }
    }

    private void Change(Random random, string name, Guid uuid)
    {
        string file = Path.Combine(_files, name + ".xml");
        string other = Path.Combine(_files, $"{(char)('a' + random.Next(4))}.xml");
        switch (random.Next(7))
        {
            case 0:
                _plain.Write(Document(name, uuid, $"{random.Next()}"));
                break;
            case 1:
                _kept.Write(Document(name, uuid, $"{random.Next()}"));
                break;
            case 2:
                File.Delete(file);
                break;
            case 3:
                File.WriteAllText(file, random.Next(2) == 0 ? "<domain>" : Document(name, uuid, "in place").Text);
                break;
            case 4 when File.Exists(file) && new FileInfo(file).LinkTarget is null:
                File.WriteAllText(other, File.ReadAllText(file));
                break;
            case 5 when File.Exists(file):
                File.Move(file, other, overwrite: true);
                break;
            default:
                File.Delete(file);
                File.CreateSymbolicLink(file, Path.Combine(_temp.Root, "elsewhere"));
                break;
        }
    }

    private static (string? Text, string? Problem) Told((DomainDocument? Definition, string? Problem) looked) =>
        (looked.Definition?.Text, looked.Problem);

    private static DomainDocument Document(string name, Guid uuid, string title) => DomainDocument.Parse(
        $"<domain type='qemu'><name>{name}</name><uuid>{uuid}</uuid><title>{title}</title><os><type>hvm</type></os></domain>");
}
