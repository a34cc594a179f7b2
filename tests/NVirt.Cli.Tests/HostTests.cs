using System.Text.Json;
using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>The commands on this machine's own CPU. They need an x86 machine.</summary>
public sealed class HostTests
{
    public HostTests() => Needs.X86();

    [Fact]
    public void The_page_has_model_features_sources_and_the_safe_guest()
    {
        var (code, output, error) = Tool.Run("host");
        Assert.Equal((0, string.Empty), (code, error));
        Assert.Contains("SSE2 double-precision and integer vectors", output, StringComparison.Ordinal);
        Assert.Contains("CPUID", output, StringComparison.Ordinal);
        Assert.Contains("<cpu mode='custom' match='exact'>", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_json_form_has_the_same_facts()
    {
        using JsonDocument json = JsonDocument.Parse(Tool.Run("host", "-o", "json").Output);
        Assert.Equal("host", json.RootElement.GetProperty("cpu").GetProperty("type").GetString());
        Assert.Contains("sse2", json.RootElement.GetProperty("features").EnumerateArray().Select(f => f.GetString()));
        Assert.Equal("cpuid", json.RootElement.GetProperty("sources")[0].GetProperty("kind").GetString());
        Assert.Equal("guest", json.RootElement.GetProperty("safeGuest").GetProperty("type").GetString());
    }

    [Fact]
    public void What_it_prints_can_be_read_back_as_a_host()
    {
        using TempFolder folder = new();
        string host = folder.Write("host.xml", Tool.Run("cpu", "host").Output);
        string data = folder.Write("data.xml", Tool.Run("cpu", "host", "--data").Output);
        Assert.Contains("identical", Tool.Run("cpu", "compare", host, "--host", data).Output, StringComparison.Ordinal);
        Assert.Contains("identical", Tool.Run("cpu", "compare", host).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_safe_guest_runs_here()
    {
        using TempFolder folder = new();
        string page = Tool.Run("host").Output;
        string guest = folder.Write("guest.xml", page[page.IndexOf("<cpu ", StringComparison.Ordinal)..]);
        Assert.Equal(0, Tool.Run("cpu", "compare", guest).Code);
    }
}
