using NVirt.Xml;

namespace NVirt.Daemon.Sockets;

/// <summary>
/// How many clients this process has descriptors for. The runtime itself ends when there are none left, so some are kept for guests, files
/// and the runtime.
/// </summary>
internal static class DescriptorLimit
{
    private const int Kept = 256;
    private const string Limits = "/proc/self/limits";
    private const string Name = "Max open files";

    /// <summary>The number of clients, at least one; as many as there may be where the system does not say.</summary>
    public static int Clients { get; } = Read();

    private static int Read()
    {
        try
        {
            string? line = File.ReadLines(Limits).FirstOrDefault(l => l.StartsWith(Name, StringComparison.Ordinal));
            return line?[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [{ } soft, ..]
                && Digits.TryParse(soft, out int descriptors)
                ? Math.Max(descriptors - Kept, 1) : int.MaxValue;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return int.MaxValue;
        }
    }
}
