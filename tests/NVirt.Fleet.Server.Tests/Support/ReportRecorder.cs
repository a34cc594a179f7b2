using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Ingestion;

namespace NVirt.Fleet.Server.Tests.Support;

/// <summary>
/// Stands before a service: notes which reports come and which are taken, and loses some of the questions and answers. Safe for use by
/// several threads.
/// </summary>
internal sealed class ReportRecorder(int seed) : IStartupFilter
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private readonly Dictionary<(string Boot, long Seq), string> _contents = [];
    private readonly List<ReportNumber> _received = [];
    private readonly List<ReportNumber> _taken = [];
    private readonly List<string> _reused = [];

    /// <summary>One of how many questions is lost, and as many answers; 0 for none.</summary>
    public int Losses { get; set; }

    /// <summary>Whether nobody answers.</summary>
    public bool IsAway { get; set; }

    /// <summary>The reports that came, in their order.</summary>
    public IReadOnlyList<ReportNumber> Received
    {
        get
        {
            lock (_lock)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>The reports that the service took, in their order.</summary>
    public IReadOnlyList<ReportNumber> Taken
    {
        get
        {
            lock (_lock)
            {
                return [.. _taken];
            }
        }
    }

    /// <summary>Numbers that came with two contents.</summary>
    public IReadOnlyList<string> Reused
    {
        get
        {
            lock (_lock)
            {
                return [.. _reused];
            }
        }
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(ReceiveAsync);
        next(app);
    };

    private async Task ReceiveAsync(HttpContext context, RequestDelegate next)
    {
        ReportNumber? number = context.Request.Path == "/api/v1/reports" ? await NoteAsync(context.Request) : null;
        bool isQuestionLost;
        bool isAnswerLost;
        lock (_lock)
        {
            isQuestionLost = IsAway || (Losses > 0 && _random.Next(Losses) == 0);
            isAnswerLost = Losses > 0 && _random.Next(Losses) == 0;
        }

        if (isQuestionLost)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        Stream answer = context.Response.Body;
        using MemoryStream told = new();
        context.Response.Body = told;
        await next(context);
        context.Response.Body = answer;
        if (number is { } reported && context.Response.StatusCode == StatusCodes.Status200OK
            && JsonSerializer.Deserialize(told.ToArray(), ReportJson.Default.ReportAnswer)!.Result == ReportResult.Accepted)
        {
            lock (_lock)
            {
                _taken.Add(reported);
            }
        }

        if (isAnswerLost)
        {
            context.Abort();
            return;
        }

        await answer.WriteAsync(told.ToArray(), CancellationToken.None);
    }

    private async Task<ReportNumber> NoteAsync(HttpRequest request)
    {
        request.EnableBuffering();
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body);
        request.Body.Position = 0;
        byte[] bytes = request.Headers.ContentEncoding == "gzip" ? Gzip.Unpack(body.ToArray(), int.MaxValue)! : body.ToArray();
        HostReport report = ReportDefaults.In(JsonSerializer.Deserialize(bytes, ReportJson.Default.HostReport)!);
        ReportNumber number = new(report.BootId, report.Seq, ReportDigest.Of(report));
        lock (_lock)
        {
            _received.Add(number);
            if (!_contents.TryAdd((number.Boot, number.Seq), number.Digest) && _contents[(number.Boot, number.Seq)] != number.Digest)
            {
                _reused.Add($"{number.Boot} {number.Seq}");
            }
        }

        return number;
    }
}

/// <summary>Which report it is.</summary>
internal readonly record struct ReportNumber(string Boot, long Seq, string Digest);
