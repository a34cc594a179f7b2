using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NVirt.Cpu;
using NVirt.Domains.Driver.Peers;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Fleet.Collecting;

/// <summary>
/// Makes a folder of what hosts say over ssh: their documents, and a list of them that people can edit. A host that cannot be asked is in
/// the list without a file, so that nothing is known of it.
/// </summary>
public static partial class FleetCollection
{
    private const int AtOnce = 8;
    private const string List = "inventory.json";

    private static readonly (string Kind, string File)[] OfHost =
        [("capabilities", "capabilities.xml"), ("domcapabilities", "domcapabilities.xml")];

    private static readonly (string Kind, string File)[] OfLinux = [("cpuinfo", "cpuinfo.txt")];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Collects.</summary>
    /// <param name="hosts">The hosts, each as <c>user@host:port</c>; user and port may be left out.</param>
    /// <param name="folder">The folder, which must be empty or not there.</param>
    /// <param name="patience">How long a host may take.</param>
    /// <param name="map">The map of features.</param>
    /// <param name="ssh">The program that connects; <see langword="null"/> for the usual one.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What could not be read, a line each.</returns>
    /// <exception cref="CpuException">A host's name is none, one is there twice, or the folder cannot be used.</exception>
    public static async Task<ImmutableArray<string>> CollectAsync(
        IReadOnlyList<string> hosts, string folder, TimeSpan patience, CpuMap map, SshProgram? ssh = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        (string Name, SshHost Host)[] all = [.. hosts.Select(SshCollector.HostOf)];
        if (all.GroupBy(h => h.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw FleetErrors.TwiceNamed(twice.Key);
        }

        Write(folder, () =>
        {
            Directory.CreateDirectory(folder);
            if (Directory.EnumerateFileSystemEntries(folder).Any())
            {
                throw new IOException(Messages.Collect_NotEmpty);
            }
        });
        SshCollector collector = new(ssh ?? SshProgram.Usual, patience);
        using SemaphoreSlim turns = new(AtOnce);
        Answer[] answers = await Task.WhenAll(all.Select(h => AskAsync(collector, h.Host, turns, cancellation)));
        List<string> problems = [];
        JsonObject listed = [];
        JsonObject guests = [];
        for (int i = 0; i < all.Length; i++)
        {
            string name = all[i].Name;
            if (answers[i].Problem is { } problem)
            {
                problems.Add(Text.Of(Messages.Inventory_Unreachable, name, problem));
            }

            listed[name] = HostOf(folder, name, answers[i]);
            AddGuests(guests, folder, name, answers[i].Parts, map, problems);
        }

        JsonObject list = new() { ["version"] = 1, ["hosts"] = listed, ["guests"] = guests };
        Write(folder, () => File.WriteAllText(Path.Combine(folder, List), list.ToJsonString(Indented) + "\n"));
        return [.. problems];
    }

    private static async Task<Answer> AskAsync(
        SshCollector collector, SshHost host, SemaphoreSlim turns, CancellationToken cancellation)
    {
        await turns.WaitAsync(cancellation);
        try
        {
            return new Answer(await collector.AskAsync(host, cancellation), DateTimeOffset.UtcNow, null);
        }
        catch (CpuException e)
        {
            return new Answer([], DateTimeOffset.UtcNow, e.Message);
        }
        finally
        {
            turns.Release();
        }
    }

    private static JsonObject HostOf(string folder, string name, Answer answer)
    {
        JsonArray sources = [];

        // Linux's word is second-hand: it counts where libvirt has none.
        foreach ((string kind, string file) in Find(answer.Parts, "capabilities") is { Content.IsEmpty: false } ? OfHost : OfLinux)
        {
            if (Find(answer.Parts, kind) is { Content.IsEmpty: false } part)
            {
                sources.Add((JsonNode)Save(folder, name, file, part));
            }
        }

        JsonObject host = new() { ["source"] = sources, ["time"] = Answers.FleetValue.Stamp(answer.Time) };
        string versions = TextOf(Find(answer.Parts, "versions"));
        Set("kernel", TextOf(Find(answer.Parts, "kernel")));
        Set("qemu", QemuVersion().Match(versions).Groups["version"].Value);
        Set("libvirt", LibvirtVersion().Match(versions).Groups["version"].Value);
        return host;

        void Set(string word, string version)
        {
            if (version.Length is > 0 and <= 100)
            {
                host[word] = version;
            }
        }
    }

    private static void AddGuests(
        JsonObject guests, string folder, string host, ImmutableArray<CollectedPart> parts, CpuMap map, List<string> problems)
    {
        foreach (CollectedPart part in parts.Where(p => p is { Kind: "defined" or "proxmox", Id.Length: > 0, Content.IsEmpty: false }))
        {
            bool isProxmox = part.Kind == "proxmox";
            CollectedPart? live = parts.FirstOrDefault(p => p.Kind == (isProxmox ? "running" : "live") && p.Id == part.Id);
            string file = Save(folder, host, isProxmox ? $"{part.Id}.conf" : $"{part.Id}.xml", part);
            CpuStatement? request = Guest(part, file, map, problems);
            if (request is null)
            {
                continue;
            }

            JsonObject guest = new() { ["source"] = file, ["host"] = host, ["state"] = live is null ? "off" : "running" };
            string liveFile = $"{part.Id}.live.xml";
            if (live is { Content.IsEmpty: false }
                && Guest(live, Path.Combine(host, liveFile), map, problems) is { Truth: StatementTruth.Live })
            {
                guest["live"] = Save(folder, host, liveFile, live);
            }

            // Names are those of the platform; of two that are the same the second has its host behind it.
            string name = isProxmox ? part.Id : request.Name ?? part.Id;
            guests[guests.ContainsKey(name) ? $"{name}@{host}" : name] = guest;
        }
    }

    private static CpuStatement? Guest(CollectedPart part, string file, CpuMap map, List<string> problems)
    {
        try
        {
            return SourceReader.Read(part.Content.ToArray(), file, map).FirstOrDefault(s => s.Subject == StatementSubject.Guest);
        }
        catch (CpuException e)
        {
            problems.Add(e.Message);
            return null;
        }
    }

    private static CollectedPart? Find(ImmutableArray<CollectedPart> parts, string kind) => parts.FirstOrDefault(p => p.Kind == kind);

    private static string TextOf(CollectedPart? part) =>
        part is null ? string.Empty : System.Text.Encoding.UTF8.GetString(part.Content.Span);

    private static string Save(string folder, string host, string file, CollectedPart part)
    {
        Write(folder, () =>
        {
            Directory.CreateDirectory(Path.Combine(folder, host));
            File.WriteAllBytes(Path.Combine(folder, host, file), part.Content.ToArray());
        });
        return Path.Combine(host, file);
    }

    private static void Write(string folder, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw FleetErrors.Unreadable(Text.Of(Messages.Inventory_Unreadable, folder, e.Message));
        }
    }

    [GeneratedRegex(@"(?m)^Running hypervisor: QEMU (?<version>[0-9.]{1,20})\r?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QemuVersion();

    [GeneratedRegex(@"(?m)^Using library: libvirt (?<version>[0-9.]{1,20})\r?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LibvirtVersion();

    private sealed record Answer(ImmutableArray<CollectedPart> Parts, DateTimeOffset Time, string? Problem);
}
