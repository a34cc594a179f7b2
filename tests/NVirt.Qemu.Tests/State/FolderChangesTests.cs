using NVirt.Qemu.State;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.State;

/// <summary>The kernel's reports about folders, in order.</summary>
public sealed class FolderChangesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task What_changes_in_several_folders_is_told_in_its_order()
    {
        Needs.Linux("inotify is Linux's");
        string one = Directory.CreateDirectory(Path.Combine(_temp.Root, "one")).FullName;
        string two = Directory.CreateDirectory(Path.Combine(_temp.Root, "two")).FullName;
        using FolderChanges changes = FolderChanges.Open(one, "1")!;
        Assert.True(changes.Add(two, "2"));
        await File.WriteAllTextAsync(Path.Combine(one, "a"), "text", Cancellation);
        File.Move(Path.Combine(one, "a"), Path.Combine(one, "b"));
        await File.WriteAllTextAsync(Path.Combine(two, "c"), "text", Cancellation);
        File.Delete(Path.Combine(one, "b"));
        Directory.Delete(two, recursive: true);
        Directory.Delete(one);
        List<FolderChange> told = [];
        while (!told.Contains(new FolderChange("1", string.Empty, IsClosed: false)))
        {
            await changes.WaitAsync(TimeSpan.FromSeconds(1), Cancellation);
            told.AddRange(changes.Take());
        }

        Assert.Equal(["1 a", "1 b", "2 c", "1 b", "2 c", "2 ", "1 "], Merged(told));
        Assert.Contains(new FolderChange("2", "c", IsClosed: true), told);
        Assert.False(changes.Add(two, "2"));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_not_listened_to()
    {
        Needs.Linux("inotify is Linux's");
        Assert.Null(FolderChanges.Open(Path.Combine(_temp.Root, "nowhere"), "1"));
    }

    // Writing a file creates, changes and closes it; how often that is reported is up to the kernel.
    private static IEnumerable<string> Merged(IEnumerable<FolderChange> told)
    {
        string? last = null;
        foreach (string change in told.Select(c => $"{c.Folder} {c.Name}"))
        {
            if (change != last)
            {
                yield return change;
            }

            last = change;
        }
    }
}
