using System.Text.Json;

namespace NVirt.Conformance;

/// <summary>Runs the cases and counts.</summary>
internal static class Runner
{
    public static int Run(string? folder, string? op, string? arch)
    {
        folder ??= Environment.GetEnvironmentVariable("NVIRT_CONFORMANCE") ?? Beside();
        string file = Path.Combine(folder ?? string.Empty, "cases.jsonl");
        if (!File.Exists(file))
        {
            Console.Error.WriteLine(
                $"conformance: no cases.jsonl in {folder ?? "../shared/conformance"}; name a folder of cases, or set NVIRT_CONFORMANCE");
            return 1;
        }

        int passed = 0;
        int failed = 0;
        SortedDictionary<string, int> notYet = new(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(file).Where(l => !string.IsNullOrWhiteSpace(l)))
        {
            using JsonDocument json = JsonDocument.Parse(line);
            Case item = new(Path.GetDirectoryName(file)!, json.RootElement);
            if ((op is not null && item.Op != op) || (arch is not null && item.Text("arch") != arch))
            {
                continue;
            }

            if (!Operations.Covers(item))
            {
                string kind = item.IsOfFleet ? item.Op : $"{item.Op} on {item.Text("arch")}";
                notYet[kind] = notYet.GetValueOrDefault(kind) + 1;
            }
            else if (Operations.Run(item) is { } problem)
            {
                failed++;
                Console.WriteLine($"FAILED {item.Id}: {problem}");
            }
            else
            {
                passed++;
            }
        }

        foreach ((string kind, int count) in notYet)
        {
            Console.WriteLine($"not yet: {count} of {kind}");
        }

        if (QemuArgs.Order is { } order)
        {
            Console.WriteLine(order);
        }

        Console.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    // The folder shared/conformance next to the project, searched for upwards from here.
    private static string? Beside()
    {
        for (DirectoryInfo? folder = new(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "conformance");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
