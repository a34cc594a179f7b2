using System.Text;
using NVirt.Cpu.Probe.Linux;
using NVirt.Domains.Driver;
using NVirt.Domains.Storage;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Storage;

/// <summary>
/// The saved pools: definitions, which of them are started with the host, and which are active since the host was started.
/// </summary>
internal sealed class PoolStore(StateFolder folder)
{
    private const int MaxBytes = 1024 * 1024;
    private const string Extension = ".xml";
    private const string BootFile = "boot";

    private static byte[] HereBoot => Encoding.ASCII.GetBytes(LinuxSystem.BootId ?? string.Empty);

    /// <summary>Whether what is active was noted since the host was started.</summary>
    public bool IsOfThisBoot => folder.PoolRuns.Read(BootFile, MaxBytes) is { } boot && boot.AsSpan().SequenceEqual(HereBoot);

    /// <summary>All definitions that can be read.</summary>
    public IEnumerable<PoolDefinition> All() => In(folder.Pools);

    /// <summary>What is active.</summary>
    public IEnumerable<PoolDefinition> Active() => IsOfThisBoot ? In(folder.PoolRuns) : [];

    /// <summary>The active pool with a name, or <see langword="null"/>.</summary>
    public PoolDefinition? FindActive(string name) => IsOfThisBoot && StoragePaths.IsName(name) ? Look(folder.PoolRuns, name) : null;

    /// <summary>Forgets what was active before the host was started.</summary>
    public void BeginBoot()
    {
        foreach (string file in folder.PoolRuns.Names().ToArray())
        {
            folder.PoolRuns.Delete(file, isLasting: false);
        }

        folder.PoolRuns.Write(BootFile, HereBoot, isLasting: false);
    }

    public void Save(PoolDefinition pool) => Save(folder.Pools, pool, isLasting: true);

    /// <summary>Removes a definition, its mark first.</summary>
    public void Delete(string name)
    {
        SetAutostart(name, isAutostart: false);
        folder.Pools.Delete(name + Extension);
    }

    public bool IsAutostart(string name) => folder.PoolAutostarts.StatusOf(name) is { IsFile: true };

    public void SetAutostart(string name, bool isAutostart)
    {
        if (isAutostart)
        {
            folder.PoolAutostarts.Write(name, []);
        }
        else
        {
            folder.PoolAutostarts.Delete(name);
        }
    }

    /// <summary>Notes that a pool is active.</summary>
    public void NoteActive(PoolDefinition pool) => Save(folder.PoolRuns, pool, isLasting: false);

    /// <summary>Notes that a pool is no longer active.</summary>
    public void NoteStopped(string name) => folder.PoolRuns.Delete(name + Extension, isLasting: false);

    private static void Save(PrivateFolder place, PoolDefinition pool, bool isLasting)
    {
        place.Tidy();
        string text = PoolWriter.Write(pool, new StorageSpace(0, 0, 0));
        place.Write(pool.Name + Extension, Encoding.UTF8.GetBytes(text), isLasting);
    }

    private static IEnumerable<PoolDefinition> In(PrivateFolder place) => place.Names()
        .Where(n => n.EndsWith(Extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(n => Look(place, n[..^Extension.Length])).OfType<PoolDefinition>();

    private static PoolDefinition? Look(PrivateFolder place, string name)
    {
        try
        {
            return place.Read(name + Extension, MaxBytes) is { } bytes && PoolInterpreter.Parse(Encoding.UTF8.GetString(bytes)) is var pool
                && pool.Name == name ? pool : null;
        }
        catch (Exception e) when (e is StorageException or DomainException)
        {
            // Somebody has changed it, and can mend it.
            return null;
        }
    }
}
