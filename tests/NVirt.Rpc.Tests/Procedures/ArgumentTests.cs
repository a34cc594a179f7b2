using System.Buffers;
using System.Text.Json;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Rpc.Tests.Procedures;

/// <summary>Arguments of calls, read and written again.</summary>
public sealed class ArgumentTests
{
    // A NUL in a string, padding that is not zero, and another number than 1 for something that follows.
    private static readonly string[] Odd = ["c22", "c23", "g01"];

    [Fact]
    public void Recorded_calls_are_the_same_after_reading_and_writing()
    {
        int read = 0;
        foreach (string line in File.ReadLines(Places.Shared("conformance-rpc", "cases.jsonl")))
        {
            using JsonDocument test = JsonDocument.Parse(line);
            if (Odd.Contains(test.RootElement.GetProperty("case").GetString()!))
            {
                continue;
            }

            foreach (JsonElement frame in test.RootElement.GetProperty("exchange").EnumerateArray().Where(IsGoodCall))
            {
                byte[] bytes = Convert.FromHexString(frame.GetProperty("hex").GetString()!);
                byte[] payload = bytes[FrameHeader.Size..];
                FrameHeader header = FrameHeader.Read(bytes.AsSpan(sizeof(int)));
                Assert.Equal(Convert.ToHexString(payload), Convert.ToHexString(WrittenAgain(header, payload)));
                read++;
            }
        }

        Assert.True(read > 100, $"only {read} calls were read");
    }

    [Fact]
    public void Random_payloads_are_read_or_refused_and_never_anything_else()
    {
        Random random = new(RunSettings.Seed);
        byte[] payload = new byte[256];
        for (int i = 0; i < RunSettings.Times(20_000); i++)
        {
            // Mostly small numbers, so that lengths and counts often fit.
            random.NextBytes(payload);
            for (int at = 0; at < payload.Length; at += sizeof(int))
            {
                payload[at] = payload[at + 1] = payload[at + 2] = random.Next(8) == 0 ? payload[at] : (byte)0;
            }

            XdrReader reader = new(payload.AsSpan(0, random.Next(payload.Length)));
            try
            {
                _ = RemoteProgram.ReadArguments(random.Next(1, 454), ref reader);
            }
            catch (XdrException)
            {
                // Refused.
            }
        }
    }

    // What libvirt's daemon took although it is odd is not written in the same way again.
    private static bool IsGoodCall(JsonElement frame) => frame.GetProperty("dir").GetString() == "C"
        && frame.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String && type.GetString() == "CALL"
        && frame.TryGetProperty("body", out JsonElement body) && !body.TryGetProperty("_rest", out _)
        && frame.GetProperty("name").GetString() != "?" && !frame.TryGetProperty("vers", out _)
        && !frame.GetProperty("hex").GetString()!.Contains("...", StringComparison.Ordinal);

    private static byte[] WrittenAgain(FrameHeader header, byte[] payload)
    {
        XdrReader reader = new(payload);
        IXdrWritable? arguments = header.Program == RemoteProgram.Number
            ? RemoteProgram.ReadArguments(header.Procedure, ref reader) : QemuProgram.ReadArguments(header.Procedure, ref reader);
        if (arguments is null)
        {
            return payload;
        }

        ArrayBufferWriter<byte> output = new();
        XdrWriter writer = new(output);
        arguments.Write(ref writer);
        return output.WrittenSpan.ToArray();
    }
}
