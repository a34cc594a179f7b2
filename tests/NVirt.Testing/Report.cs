using Xunit;

namespace NVirt.Testing;

/// <summary>Fails with every finding on a line of its own.</summary>
internal static class Report
{
    public static void None(string what, IEnumerable<string> findings)
    {
        string[] all = [.. findings];
        Assert.True(all.Length == 0, $"these {what}:\n{string.Join('\n', all)}");
    }
}
