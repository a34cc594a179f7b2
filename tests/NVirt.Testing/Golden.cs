using System.Runtime.CompilerServices;
using Xunit;

namespace NVirt.Testing;

/// <summary>
/// Golden files: the expected output is in NAME.approved.txt next to the test. With NVIRT_ACCEPT=1 the output is accepted; otherwise
/// a difference fails and leaves NAME.received.txt for comparison.
/// </summary>
internal static class Golden
{
    public static void Check(string actual, string name, [CallerFilePath] string testFile = "")
    {
        string folder = Path.GetDirectoryName(testFile)!;
        string approved = Path.Combine(folder, name + ".approved.txt");
        string received = Path.Combine(folder, name + ".received.txt");
        actual = actual.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("NVIRT_ACCEPT") == "1")
        {
            File.WriteAllText(approved, actual);
            return;
        }

        string expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : string.Empty;
        if (expected == actual)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail(
            $"{name} differs from its approved form; compare {received} with {approved}, and run with NVIRT_ACCEPT=1 if it is right");
    }
}
